/** Minimisation by Breeze, behind the polarization room's {@code Minimizer}. */
package org.extremum.breeze;
