package org.extremum.job.retraining;

import java.util.Optional;
import org.extremum.job.Meanwhile;
import org.extremum.job.input.TableAhead;
import org.extremum.linalg.NativeLibrary;

/**
 * What is begun while the state is read, which takes the disk and a core: the first file is opened,
 * which takes Spark's planner its first time, and the native library is loaded.
 *
 * @param table of the first file to add, where there is one
 */
record Ahead(Optional<TableAhead> table, Meanwhile<Void> library) implements AutoCloseable {
  static Ahead of(Job job) {
    Optional<TableAhead> table =
        job.request().additions().stream()
            .findFirst()
            .map(Request.Addition::file)
            .map(file -> TableAhead.of(job.session(), file, job.formats().apply(file)));
    return new Ahead(table, Meanwhile.begin("loading BLAS", Ahead::load));
  }

  private static Void load() {
    NativeLibrary.load();
    return null;
  }

  @Override
  public void close() {
    table.ifPresent(TableAhead::close);
    library.close();
  }
}
