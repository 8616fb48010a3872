package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  @Test
  void isThere() {
    assertThat(NativeLibrary.missing()).isEmpty();
    assertThat(NativeLibrary.kernel()).isInstanceOf(NativeKernel.class);
  }

  @Test
  void processorIsNamed() {
    assertThat(NativeLibrary.processor()).matches("[A-Z0-9]+");
  }

  @Test
  void implementationHasItsVersion() {
    assertThat(NativeLibrary.implementation()).matches("OpenBLAS \\d+\\.\\d+\\.\\d+ .*");
  }
}
