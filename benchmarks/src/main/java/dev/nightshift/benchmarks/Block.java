package dev.nightshift.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** The median time of an operation, and the mean of its processor time and allocation. */
record Block(double micros, double cpuMicros, double kilobytes) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static Block measure(Operation operation, int times, Allocation allocation) throws Exception {
    long[] nanos = new long[times];
    long bytes = allocation.total();
    long cpu = SYSTEM.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      long started = System.nanoTime();
      operation.run();
      nanos[i] = System.nanoTime() - started;
    }
    cpu = SYSTEM.getProcessCpuTime() - cpu;
    bytes = allocation.total() - bytes;
    Arrays.sort(nanos);
    return new Block(nanos[times / 2] / 1e3, cpu / 1e3 / times, bytes / 1e3 / times);
  }
}
