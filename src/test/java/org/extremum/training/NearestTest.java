package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void nearNamesAreFound() {
    assertThat(Nearest.to("gama", List.of("alpha", "gamma"))).contains("gamma");
    assertThat(Nearest.to("completelyElse", List.of("alpha", "gamma"))).isEmpty();
  }

  @Test
  void twoEditsOfThreeLettersAreAnotherName() {
    assertThat(Nearest.to("abx", List.of("abc"))).contains("abc");
    assertThat(Nearest.to("axy", List.of("abc"))).isEmpty();
  }
}
