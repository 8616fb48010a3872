package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.spark.FolderBytes;
import org.extremum.spark.Mutations;
import org.extremum.spark.SavedModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command is to do with a folder that was made to do harm: exit code 6, one line. */
class HostileModelCommandTest {
  @TempDir Path folder;

  private Path model(String name, String file, byte[] content) throws IOException {
    Path model = folder.resolve(name);
    SavedModel.example("model").write().save(model.toString());
    Path path = model.resolve(file);
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
    Files.write(path, content);
    return model;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Damage of every kind, by the command's own exit code: 6, or the model that was saved. */
  @Test
  @Tag("slow")
  void aThousandDamagedModelsEndInSixOrAreTheSame() throws IOException {
    Path model = folder.resolve("model");
    SavedModel.example("model").write().save(model.toString());
    String[] inspect = {"inspect", "--json", "--model", model.toString()};
    String good = Cli.run(inspect).out();
    Map<String, byte[]> whole = FolderBytes.read(model);
    Map<String, byte[]> plain = FolderBytes.withoutChecksums(whole);
    FolderBytes bytes = new FolderBytes(model);
    int refused = 0;
    for (int seed = 20_000; seed < 21_000; seed++) {
      bytes.become(Mutations.of(seed % 4 == 0 ? whole : plain, seed));
      Cli.Result result = Cli.run(inspect);
      if (result.code() == 0) {
        assertThat(result.out()).as("damage " + seed).isEqualTo(good);
      } else {
        assertThat(result.code()).as("damage " + seed + ": " + result.err()).isEqualTo(6);
        assertThat(result.error()).doesNotContainPattern("\\p{Cntrl}");
        refused++;
      }
    }
    assertThat(refused).isBetween(500, 999);
  }

  @Test
  void everyCommandRefusesIt() throws IOException {
    Map<String, Path> models = new LinkedHashMap<>();
    String footer =
        "\u0015\u0002\u0019\u00fc\u00ff\u00ff\u00ff\u00ff\u0007"; // two thousand million
    models.put(
        "footer", model("a", "data/part-00000.parquet", ascii("PAR1" + footer + "\t\0\0\0PAR1")));
    models.put("nesting", model("b", "metadata/part-00000", ascii("{\"a\":".repeat(1_000_000))));
    models.put("report", model("c", "run.json", ascii("{\"a\\nb\":\u001b[31m")));
    String data = Samples.csv(folder).toString();
    for (Path model : models.values()) {
      for (List<String> command :
          List.of(
              List.of("evaluate", "--data", data),
              List.of("predict", "--data", data, "--output", folder.resolve("rows").toString()),
              List.of("inspect", "--json"),
              List.of("export", "--to", "json", "--output", folder.resolve("json").toString()),
              List.of("report", "--output", folder.resolve("page").toString()))) {
        String[] arguments = command.toArray(String[]::new);
        Cli.Result result = Cli.run(Cli.join(arguments, "--model", model.toString()));
        assertThat(result.code()).as(result.err()).isEqualTo(6);
        assertThat(result.error()).contains("damaged").doesNotContainPattern("\\p{Cntrl}");
      }
    }
  }
}
