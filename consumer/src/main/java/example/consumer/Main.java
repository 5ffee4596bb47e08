package example.consumer;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.ModelProvider;
import dev.nightshift.core.task.Task;

/** Uses the libraries as a stranger would; the argument names the path it must be running on. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    boolean named = Main.class.getModule().isNamed();
    if (named != arguments[0].equals("module-path")) {
      throw new IllegalStateException("not running on the " + arguments[0]);
    }
    Task task = Task.builder("Fix the NPE in A.greet").build();
    ModelProvider provider =
        (request, context) -> {
          throw new UnsupportedOperationException("no model is called here");
        };
    System.out.println(
        "consumer: '" + task.title() + "' on " + arguments[0] + ", " + provider.name() + ", " + Money.usd("0.50"));
  }
}
