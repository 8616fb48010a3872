package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What must depend neither on where a model was trained nor on what happened meanwhile: all of its
 * folder but times, names of runs and where these kept checkpoints.
 *
 * @param metadata with the SHA-256 of the weights
 * @param weights the Parquet file without its footer
 */
public record ModelBytes(ObjectNode metadata, ByteBuffer weights) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a model folder, which has to be whole. */
  public static ModelBytes in(Path folder) throws IOException {
    ObjectNode metadata =
        (ObjectNode) JSON.readTree(folder.resolve("metadata/part-00000").toFile());
    assertThat(metadata.path("weightsSha256").asText()).hasSize(64);
    metadata.remove(List.of("uid", "timestamp", "sealSha256")); // which seals the other two
    ((ObjectNode) metadata.path("paramMap")).remove("checkpointDir");
    ByteBuffer weights =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("data/part-00000.parquet")));
    return new ModelBytes(metadata, withoutFooter(weights));
  }

  /** Parquet's footer lists encodings in the order of a hash set, another one in every JVM. */
  private static ByteBuffer withoutFooter(ByteBuffer parquet) {
    int end = parquet.capacity() - Integer.BYTES - "PAR1".length();
    return parquet.limit(end - parquet.order(ByteOrder.LITTLE_ENDIAN).getInt(end));
  }
}
