package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  @Test
  void kernelIsNamed() {
    assertThat(NativeLibrary.kernel()).matches("[A-Z0-9]+");
  }

  @Test
  void implementationHasItsVersion() {
    assertThat(NativeLibrary.implementation()).matches("OpenBLAS \\d+\\.\\d+\\.\\d+ .*");
  }
}
