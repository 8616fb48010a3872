package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.ParquetWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of format 1, which had no means of features and no prototypes, are still models. */
class FirstFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static void replace(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, bytes);
  }

  /** Takes away from a folder what format 2 added. */
  private static void makeFirst(Path folder) throws IOException {
    Path metadata = folder.resolve("metadata/part-00000");
    ObjectNode json = (ObjectNode) JSON.readTree(metadata.toFile());
    json.put("formatVersion", 1);
    json.remove(List.of("featureMeans", "besideSha256", "prototypes", "sealSha256"));
    replace(metadata, json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Path data = folder.resolve("data/part-00000.parquet");
    List<WeightChunk> kept = new ArrayList<>();
    Configuration conf = TestSpark.context().hadoopConfiguration();
    try (WeightPart part =
        WeightPart.open(
            conf,
            FileSystem.getLocal(conf),
            new org.apache.hadoop.fs.Path(folder.toUri()),
            new org.apache.hadoop.fs.Path(data.toUri()))) {
      part.forEach(
          chunk -> {
            if (!List.of("featureMean", "prototype").contains(chunk.part())) {
              kept.add(chunk);
            }
          });
    }
    Files.delete(data);
    Files.deleteIfExists(folder.resolve("data/.part-00000.parquet.crc"));
    try (ParquetWriter<WeightChunk> writer =
        new WeightSchema.Builder(new org.apache.hadoop.fs.Path(data.toUri())).build()) {
      for (WeightChunk chunk : kept) {
        writer.write(chunk);
      }
    }
  }

  @Test
  void isLoadedWithTheStandardisersCentreForTheMeans(@TempDir Path parent) throws IOException {
    ExtremumClassificationModel saved =
        TinyData.classifier().setStandardization("feature").setPrototypes(2).fit(TinyData.clouds());
    Path folder = parent.resolve("model");
    saved.write().save(folder.toString());
    makeFirst(folder);
    ExtremumClassificationModel loaded = ExtremumClassificationModel.load(folder.toString());
    assertThat(WeightFile.digest(loaded.network())).isEqualTo(WeightFile.digest(saved.network()));
    assertThat(loaded.content().means()).isEqualTo(saved.network().standardiser().means());
    assertThat(loaded.content().prototypes().count()).isZero();
    Path again = parent.resolve("again");
    loaded.write().save(again.toString());
    assertThat(ExtremumClassificationModel.load(again.toString()).content().means())
        .isEqualTo(loaded.content().means());
  }
}
