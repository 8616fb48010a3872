package org.extremum.export;

import java.io.IOException;
import java.io.OutputStream;
import org.extremum.training.Problem;

/** One form in which a model leaves this project. Immutable. */
public interface Exporter {
  /**
   * Finds out whether the form can hold the model; as it stands here, it can hold every model.
   *
   * @throws Problem saying why not and what would do
   */
  default void check(ExportedModel model) {}

  /**
   * Writes the model; memory beside it is that of a buffer, unless said otherwise.
   *
   * @param out not closed
   * @return what was written, in a few words
   * @throws Problem as {@link #check} does, before anything is written
   */
  String write(ExportedModel model, OutputStream out) throws IOException;
}
