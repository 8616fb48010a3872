package org.extremum.neighbourhood;

import java.util.List;

/**
 * The central samples that were chosen.
 *
 * @param centres the samples
 * @param cutShort the essences, ascending, whose cover was ended by the bound on its centres: some
 *     of their samples are farther than the radius from every centre
 */
public record Choice(CentralSamples centres, List<Integer> cutShort) {}
