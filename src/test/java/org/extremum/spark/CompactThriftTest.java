package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactThriftTest {
  private static byte[] footer(Path folder) throws IOException {
    SavedModel.example().write().save(folder.toString());
    byte[] file = Files.readAllBytes(folder.resolve("data/part-00000.parquet"));
    int size = ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Arrays.copyOfRange(file, file.length - 8 - size, file.length - 8);
  }

  /** The walk ends just where the footer does: it understands all that is in one. */
  @Test
  void walksOverTheFooterThatParquetWrites(@TempDir Path parent) throws IOException {
    ByteBuffer footer = ByteBuffer.wrap(footer(parent.resolve("model")));
    CompactThrift.requireWhole(footer);
    assertThat(footer.hasRemaining()).isFalse();
  }

  @Test
  void everyFooterThatEndsEarlyIsRefused(@TempDir Path parent) throws IOException {
    byte[] footer = footer(parent.resolve("model"));
    for (int length = 0; length < footer.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(footer, 0, length).slice();
      assertThatThrownBy(() -> CompactThrift.requireWhole(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anyBytesAreWalkedOverOrRefused() {
    Random random = new Random(3);
    int refused = 0;
    for (int k = 0; k < 20_000; k++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        CompactThrift.requireWhole(ByteBuffer.wrap(bytes));
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 19_999);
  }
}
