package org.extremum.spark;

import java.io.Serializable;

/**
 * Why a row cannot be a sample, and where it stands.
 *
 * @param partition partition of the input, as it was read
 * @param row row within the partition, from 0
 * @param column the column at fault
 * @param feature index of the feature within the features column, -1 where the whole value is wrong
 * @param featureName the feature's name in the column's metadata, "" where it has none
 * @param expected what should stand there
 * @param got what stands there
 */
public record BadRow(
    int partition,
    long row,
    String column,
    int feature,
    String featureName,
    String expected,
    String got)
    implements Serializable {

  /** The place within the row: the column, and the feature with its name. */
  public String place() {
    StringBuilder place = new StringBuilder("column ").append(column);
    if (feature >= 0) {
      place.append(", feature ").append(feature);
      if (!featureName.isEmpty()) {
        place.append(" (").append(featureName).append(')');
      }
    }
    return place.toString();
  }
}
