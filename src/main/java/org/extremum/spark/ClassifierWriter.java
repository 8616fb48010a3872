package org.extremum.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.util.MLWriter;

/** Saves an estimator: its params. */
final class ClassifierWriter extends MLWriter {
  private final ExtremumClassifier classifier;

  ClassifierWriter(ExtremumClassifier classifier) {
    this.classifier = classifier;
  }

  @Override
  public void save(String path) {
    Configuration conf = sparkSession().sparkContext().hadoopConfiguration();
    NewFolder.write(
        conf,
        path,
        NewFolder.Kind.MODEL,
        shouldOverwrite(),
        (files, folder) ->
            SavedParams.write(files, folder, SavedParams.of(classifier, sparkSession())));
  }

  @Override
  public void saveImpl(String path) {
    save(path);
  }
}
