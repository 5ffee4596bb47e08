package dev.nightshift.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The bytes that this JVM allocated, by all threads, also by those that ended and by virtual ones,
 * which a count by thread misses: what collections found in the young generation, and what is in it
 * now. Needs the serial collector, and allocation buffers of a small fixed size, because a buffer
 * counts as a whole.
 */
final class Allocation {
  private static final String EDEN = "Eden Space";
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final MemoryPoolMXBean eden =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getName().equals(EDEN))
          .findAny()
          .orElseThrow(() -> new IllegalStateException("start this JVM with -XX:+UseSerialGC"));
  private final AtomicLong emptied = new AtomicLong();
  private final AtomicLong seen = new AtomicLong();

  private Allocation() {}

  static Allocation watch() {
    Allocation allocation = new Allocation();
    allocation.seen.set(allocation.collections());
    for (GarbageCollectorMXBean collector : allocation.collectors) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, unused) ->
                  allocation.collected(
                      GarbageCollectionNotificationInfo.from(
                              (CompositeData) notification.getUserData())
                          .getGcInfo()),
              notification ->
                  notification
                      .getType()
                      .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
              null);
    }
    return allocation;
  }

  /** The bytes so far, from some start. */
  long total() throws InterruptedException {
    long total;
    long before;
    do {
      before = collections();
      while (seen.get() < before) {
        Thread.sleep(1);
      }
      total = emptied.get() + eden.getUsage().getUsed();
    } while (collections() != before);
    return total;
  }

  private void collected(GcInfo collection) {
    emptied.addAndGet(
        used(collection.getMemoryUsageBeforeGc()) - used(collection.getMemoryUsageAfterGc()));
    seen.incrementAndGet();
  }

  private long collections() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  private static long used(Map<String, MemoryUsage> pools) {
    return pools.get(EDEN).getUsed();
  }
}
