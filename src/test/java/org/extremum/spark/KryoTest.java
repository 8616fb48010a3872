package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What Spark moves between JVMs or to disks in the serialiser that the user has set: with Kryo it
 * must arrive as well.
 */
class KryoTest {
  private static final SerializerInstance KRYO = new KryoSerializer(new SparkConf()).newInstance();

  private static <T> T moved(T value) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply(value.getClass());
    return KRYO.deserialize(KRYO.serialize(value, tag), tag);
  }

  @Test
  void blocks() {
    for (List<SampleBlock> partition : TestBlocks.partitions(2)) {
      for (SampleBlock block : partition) {
        SampleBlock standard = block.standardised(Standardiser.none(TestBlocks.FEATURES));
        assertThat(AccumulatorContractTest.bytes(moved(block)))
            .isEqualTo(AccumulatorContractTest.bytes(block));
        assertThat(moved(standard).surface(0)).isEqualTo(standard.surface(0));
      }
    }
  }

  @Test
  void parcelsAndWhatIsShipped() {
    double[] large = new double[3 << 20]; // over several pieces
    large[large.length - 1] = 7;
    assertThat(moved(Parcel.of(large)).open()).isEqualTo(large);
    Shipped<String> opened = new Shipped<>("weights");
    assertThat(opened.value()).isEqualTo("weights");
    assertThat(moved(opened).value()).isEqualTo("weights");
    String weights = new String("weights");
    Shipped<String> here = Shipped.here(weights);
    Shipped<String> arrived = moved(here);
    assertThat(arrived.value()).isSameAs(weights);
    here.close();
    assertThatThrownBy(() -> moved(here).value()).hasMessageContaining("it was closed");
  }

  @Test
  void rowsOnTheirWayToAnotherPartition() {
    Reading reading = new Reading(Vectors.dense(1, 0, 2), 3, 0.5);
    Reading arrived = moved(reading);
    assertThat(arrived.surface()).isEqualTo(reading.surface());
    assertThat(arrived.essence()).isEqualTo(3);
    assertThat(arrived.weight()).isEqualTo(0.5);
    assertThat(arrived.hash()).isEqualTo(reading.hash());
    assertThat(moved(new ContentKey(reading))).isEqualTo(new ContentKey(reading));
  }
}
