/** Hidden weights, drawn before anything is solved (method.md 10; paper §4.1). */
package org.extremum.initialization;
