package org.extremum.moments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Matrix;
import org.junit.jupiter.api.Test;

class GatheredColumnsTest {
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Double> firsts = new ArrayList<>();

  private void sum(Matrix columns) {
    sizes.add(columns.columns());
    for (int j = 0; j < columns.columns(); j++) {
      firsts.add(columns.get(0, j));
    }
  }

  private int given;

  private Matrix some(int count) {
    Matrix columns = Matrix.zeros(3, count);
    for (int j = 0; j < count; j++) {
      columns.set(0, j, given++);
    }
    return columns;
  }

  @Test
  void fewColumnsWaitForOthersAndManyDoNot() {
    try (GatheredColumns gathered = new GatheredColumns(3)) {
      for (int count : new int[] {200, 0, 200, 200, 256, 255, 57, 1}) {
        gathered.add(some(count), this::sum);
      }
      assertThat(sizes).containsExactly(400, 256, 512);
      gathered.flush(this::sum);
      gathered.flush(this::sum);
      assertThat(sizes).containsExactly(400, 256, 512, 1);
    }
    assertThat(firsts).doesNotHaveDuplicates().hasSize(given);
  }

  @Test
  void wideLayersGatherNoMoreThanSixtyFourMebibytes() {
    assertThat(GatheredColumns.bytes(65_536)).isEqualTo(64L << 20);
    assertThat(GatheredColumns.bytes(4000)).isEqualTo(8L * 512 * 4000);
  }
}
