package org.extremum.job.input;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;

/**
 * One usable row.
 *
 * @param label name of the class, or null where the row says none
 * @param weight at least 0
 * @param id what the user calls the row, or null
 * @param validation whether the row is not to be trained on
 */
record Decoded(Vector features, String label, double weight, String id, boolean validation)
    implements Serializable {}
