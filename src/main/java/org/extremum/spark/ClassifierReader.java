package org.extremum.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLReader;

/** Loads an estimator. */
final class ClassifierReader extends MLReader<ExtremumClassifier> {
  @Override
  public ExtremumClassifier load(String path) {
    Path folder = new Path(path);
    try {
      FileSystem files = folder.getFileSystem(sparkSession().sparkContext().hadoopConfiguration());
      JsonNode metadata = SavedParams.read(files, folder, ExtremumClassifier.class);
      ExtremumClassifier classifier = new ExtremumClassifier(SavedParams.uid(metadata));
      SavedParams.apply(metadata, folder, classifier);
      return classifier;
    } catch (IOException e) {
      throw Unreadable.damaged(folder, "cannot be opened", e);
    }
  }
}
