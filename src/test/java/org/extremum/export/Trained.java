package org.extremum.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;

/**
 * A model of one of the project's own data files.
 *
 * @param rows what it was trained on, unstandardised
 */
record Trained(Rows rows, ExportedModel model) {

  static Trained on(String file, Map<String, ?> options) {
    Rows rows = DataFile.read(file);
    Trainer trainer =
        new Trainer(
            TrainingOptions.of(new HashMap<>(options)),
            new BreezeMinimizer(),
            Progress.NONE,
            MemoryBudget.UNLIMITED);
    TrainingResult result = trainer.train(rows.store(), 0);
    int essences = result.requireNetwork().essences();
    List<String> labels = IntStream.range(0, essences).mapToObj(v -> "class " + v).toList();
    List<String> features =
        IntStream.range(0, rows.features()).mapToObj(j -> "feature " + j).toList();
    return new Trained(
        rows,
        new ExportedModel(
            result.requireNetwork(), labels, features, new double[0], result.report()));
  }
}
