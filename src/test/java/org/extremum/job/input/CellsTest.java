package org.extremum.job.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "-2.5e3", " 7 ", ".5", "+3", "NaN", "inf", "-Infinity"})
  void numbers(String text) {
    assertThat(Cells.looksNumeric(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1d", "2f", "0x1p3", "0x10", "1,5", "1 2", "--1", "NA", "null"})
  void textsThatAreNone(String text) {
    assertThat(Cells.looksNumeric(text)).isFalse();
  }

  @Test
  void theNameOfANumberDoesNotDependOnItsType() {
    for (Object three : new Object[] {3, 3L, 3.0, 3f, "3", " 3 "}) {
      assertThat(Cells.name(three)).isEqualTo("3");
    }
    assertThat(Cells.name(2.5)).isEqualTo("2.5");
    assertThat(Cells.name(" ")).isNull();
    assertThat(Cells.name(Double.NaN)).isNull();
  }

  @Test
  void aLineIsTakenApartAndPutTogether() {
    assertThat(CsvLine.split("a, b ,\"c,d\",\"e\"\"f\","))
        .containsExactly("a", "b", "c,d", "e\"f", "");
    List<String> fields = Arrays.asList("plain", "with,comma", "with\"quote", null, " spaced ");
    assertThat(CsvLine.split(CsvLine.join(fields)))
        .containsExactly("plain", "with,comma", "with\"quote", "", " spaced ");
  }
}
