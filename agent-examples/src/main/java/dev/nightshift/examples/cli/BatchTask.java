package dev.nightshift.examples.cli;

import dev.nightshift.core.task.Task;
import java.util.List;

/**
 * One line of a batch.
 *
 * @param line its number in the file, from 1 on
 * @param task what to achieve, with its id as the dispatch key
 * @param tests commands that must execute tests and pass; with {@code gates} in the place of those
 *     of the command line, if either is given
 * @param gates commands that must exit 0
 */
record BatchTask(int line, Task task, List<String> tests, List<String> gates) {
  BatchTask {
    tests = List.copyOf(tests);
    gates = List.copyOf(gates);
  }

  boolean hasOwnGates() {
    return !tests.isEmpty() || !gates.isEmpty();
  }
}
