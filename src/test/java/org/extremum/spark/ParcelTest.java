package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelTest {
  /** Around the ends of the first pieces, and beyond the largest. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4000, 4068, 4069, 4070, 4096, 5000, 12_261, 100_000, 9_000_000})
  void travelsInItsOwnSize(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    Parcel<byte[]> parcel = Parcel.of(content);
    assertThat(parcel.open()).isEqualTo(content);
    // The stream's header and the array's description take 27 bytes.
    assertThat(parcel.bytes()).hasSizeBetween(length + 20, length + 40 + length / 500);
    // As it travels: the pieces' own headers beside it, nothing unused.
    assertThat(Parcel.of(parcel).bytes().length - parcel.bytes().length).isLessThan(300);
    Parcel<Parcel<byte[]>> inParcel = Parcel.of(parcel);
    assertThat(inParcel.open().open()).isEqualTo(content);
  }
}
