package org.extremum.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/**
 * The README's example of scoring an exported network; ScoringElsewhereTest holds them together.
 */
final class ScoringElsewhere {
  private ScoringElsewhere() {}

  static String[] labels(String file, double[][] rows) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file);
        OnnxTensor features = OnnxTensor.createTensor(environment, rows); // double[][]
        OrtSession.Result scored = session.run(Map.of("features", features))) {
      return (String[]) scored.get("label").orElseThrow().getValue();
    }
  }
}
