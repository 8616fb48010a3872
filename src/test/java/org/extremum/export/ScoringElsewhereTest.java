package org.extremum.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.extremum.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java example is compiled and does what it says. */
class ScoringElsewhereTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- java: ScoringElsewhere -->\n```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void theReadmeShowsTheExample() throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
    assertThat(example.find()).isTrue();
    String source =
        Files.readString(Path.of("src/test/java/org/extremum/export/ScoringElsewhere.java"));
    assertThat(source).contains(example.group(1).indent(4));
  }

  @Test
  void theExampleScores(@TempDir Path folder) throws Exception {
    Trained trained = Trained.on("iris.csv", Map.of("hiddenLayers", List.of(30L)));
    Path file = folder.resolve("iris.onnx");
    Files.write(file, OnnxFile.bytes(OnnxExport.inDoubles(), trained.model()));
    double[][] surfaces = trained.rows().surfaces();
    String[] labels = ScoringElsewhere.labels(file.toString(), surfaces);
    for (int i = 0; i < surfaces.length; i++) {
      int best = Network.argmax(trained.model().network().raw(surfaces[i]));
      assertThat(labels[i]).isEqualTo("class " + best);
    }
  }
}
