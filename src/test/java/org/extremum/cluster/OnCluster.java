package org.extremum.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests on a cluster of processes, of the profile {@code cluster}. Each is given ten minutes, many
 * times what it takes; what fails, or is not done by then, says so with the ends of all logs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(ClusterWatch.class)
@interface OnCluster {}
