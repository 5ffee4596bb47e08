package dev.nightshift.core.simulation;

import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before what a process uses: each call is a step of the process, before which another
 * thread may work, and after which the process may be over. What calls return stands behind the
 * fence as well.
 */
final class Fence {
  private static final List<Class<?>> BEHIND =
      List.of(
          ManagedWorkspace.class,
          BranchWorkspace.class,
          WorkspaceFiles.class,
          MergeQueue.class,
          CandidateCheckout.class,
          TreeView.class);

  private final Schedule schedule;
  private final Life life;
  private final Turns turns;

  Fence(Schedule schedule, Life life, Turns turns) {
    this.schedule = schedule;
    this.life = life;
    this.turns = turns;
  }

  /** Who may land, which is waited for by the schedule. */
  static final class Turns {
    private final List<Life> waiting = new ArrayList<>();
    private @Nullable Life holder;

    boolean isFree() {
      return holder == null || !holder.isAlive();
    }

    /** Nobody gets to the queue itself while a turn is held, so that its own answer is no. */
    boolean isAwaited() {
      return waiting.stream().anyMatch(Life::isAlive);
    }
  }

  <T> T before(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private @Nullable Object call(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return invoke(real, method, arguments);
    }
    schedule.point(life);
    if (real instanceof MergeQueue && method.getName().equals("turn")) {
      turns.waiting.add(life);
      try {
        schedule.waitUntil(turns::isFree);
      } finally {
        turns.waiting.remove(life);
      }
      MergeTurn turn = (MergeTurn) invoke(real, method, arguments);
      turns.holder = life;
      return before(MergeTurn.class, turn);
    }
    if (real instanceof MergeTurn && method.getName().equals("isAwaited")) {
      return turns.isAwaited();
    }
    Object result = invoke(real, method, arguments);
    if (real instanceof MergeTurn && method.getName().equals("close")) {
      turns.holder = null;
    }
    schedule.point(life);
    return fenced(result);
  }

  private @Nullable Object fenced(@Nullable Object result) {
    if (result instanceof Optional<?> maybe) {
      return maybe.map(this::fenced);
    }
    for (Class<?> type : BEHIND) {
      if (type.isInstance(result)) {
        return behind(type, result);
      }
    }
    return result;
  }

  private <T> T behind(Class<T> type, Object real) {
    return before(type, type.cast(real));
  }

  private static @Nullable Object invoke(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      method.setAccessible(true);
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }
}
