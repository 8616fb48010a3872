/**
 * From the space of solutions to one solution W^[n]: least squares, margin, scale (method.md 5, 6).
 */
package org.extremum.polarization;
