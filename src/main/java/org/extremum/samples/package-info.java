/**
 * Samples in blocks and the one verb over them: aggregating a monoid. Plain Java; the distributed
 * store lives in the spark room and keeps the same contract.
 */
package org.extremum.samples;
