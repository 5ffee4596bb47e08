package dev.nightshift.examples.kill;

import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.journal.KeyClaim;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Workspaces;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls by which something outlives this process, and ends it before or after one of
 * them, as {@code kill -9} does: no finally, no shutdown hook.
 */
final class Barriers {
  private static final Map<Class<?>, Set<String>> CALLS =
      Map.of(
          Journal.class, Set.of("acquire"),
          JournalWriter.class, Set.of("append", "force", "close"),
          KeyClaim.class, Set.of("give", "close"),
          BudgetLedger.class,
              Set.of(
                  "open", "amend", "reserve", "dispatch", "settle", "settleEstimated", "release"),
          Workspaces.class, Set.of("open", "reopen", "salvage"),
          ManagedWorkspace.class,
              Set.of("checkpoint", "snapshot", "refresh", "publish", "park", "discard", "close"),
          MergeQueue.class, Set.of("candidate", "turn"),
          MergeTurn.class, Set.of("tryLand", "close"));

  private final int chosen;
  private final boolean isAfter;
  private final AtomicInteger met = new AtomicInteger();
  private final ConcurrentMap<Object, Object> wrapped = new ConcurrentHashMap<>();

  /**
   * Chooses where to end.
   *
   * @param chosen how many calls are met until then, 0 for never
   * @param isAfter whether the chosen call is made
   */
  Barriers(int chosen, boolean isAfter) {
    this.chosen = chosen;
    this.isAfter = isAfter;
  }

  /** How many were met so far. */
  int met() {
    return met.get();
  }

  /** The same, with its calls counted, and those of what it gives. */
  <T> T around(Class<T> type, T object) {
    return type.cast(
        Proxy.newProxyInstance(
            Barriers.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(type, object, method, arguments)));
  }

  private Object call(Class<?> type, Object object, Method method, Object[] arguments)
      throws Throwable {
    boolean counts = CALLS.getOrDefault(type, Set.of()).contains(method.getName());
    int number = counts ? met.incrementAndGet() : -1;
    if (number == chosen && !isAfter) {
      end(number, "before", type, method);
    }
    Object result;
    try {
      result = method.invoke(object, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    } finally {
      // A call that is refused is made as well: what was booked before is refused again.
      if (number == chosen && isAfter) {
        end(number, "after", type, method);
      }
    }
    return CALLS.containsKey(method.getReturnType())
        ? wrapped.computeIfAbsent(result, inner -> wrap(method.getReturnType(), inner))
        : result;
  }

  private <T> Object wrap(Class<T> type, Object object) {
    return around(type, type.cast(object));
  }

  private static void end(int number, String side, Class<?> type, Method method) {
    List<String> words =
        List.of("halted", side, "barrier", number + ",", type.getSimpleName(), method.getName());
    System.out.println(String.join(" ", words));
    System.out.flush();
    Runtime.getRuntime().halt(HaltedRun.HALTED);
  }
}
