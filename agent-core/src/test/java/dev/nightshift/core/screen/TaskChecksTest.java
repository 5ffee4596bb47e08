package dev.nightshift.core.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.tree.TreeView;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskChecksTest {
  private final InMemoryWorkspaces workspaces =
      InMemoryWorkspaces.of(
          Map.of(
              "src/main/java/shop/Cart.java", "class Cart { int totalPrice() { return 0; } }\n",
              "src/main/java/shop/App.java", "class App {}\n",
              "README.md", "A shop.\n"));

  private TreeView tree() {
    return workspaces.queue("main").view(workspaces.targetCommit());
  }

  private TaskChecks.Found find(String text) {
    String[] lines = text.split("\n", 2);
    return TaskChecks.find(
        Task.builder(lines[0]).instructions(lines.length > 1 ? lines[1] : "").build(), tree());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fix it",
        "Make it better",
        "Please improve the code quality",
        "Improve performance",
        "Fix the bug\nAs discussed.",
        "Clean up the codebase!",
        "Refactor everything\nTODO",
        "Make the app more robust, ASAP",
      })
  void refusesATextAllOfWhoseWordsNameNothing(String text) {
    assertThat(find(text).questions()).singleElement().asString().contains("names nothing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fix the crash in src/main/java/shop/Basket.java",
        "Fix the off-by-one in the class `Basket`",
        "Remove the class OrderFacade",
        "Rename the method fetchAllOrders to loadOrders",
        "Tidy the orders\n1. Remove the deprecated method `applyCoupon`.\n2. Run the tests.",
      })
  void refusesToChangeWhatIsNowhereInTheTree(String text) {
    assertThat(find(text).questions()).singleElement().asString().contains("there is none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fix the crash in src/main/java/shop/Cart.java",
        "Fix the crash in java/shop/Cart.java",
        "Fix the rounding in the method totalPrice",
        "Create src/main/java/shop/Basket.java",
        "Delete the field old_total if it exists",
        "Fix the bug in the class `CartFactory`\nIt lives in the shop-commons jar.",
        "Remove the method on_click\nIt is called by name.",
        "Remove the class btn_primary from the button in our CSS",
        "Add a class `Basket`\nFix the rounding in the class `Basket` as well.",
        "Fix the broken link in README.md to docs/guide.md",
        "Remove the reference to scripts/old.sh in README.md",
        "Fix the parsing of ports in config.json",
        "Fix the escaping of quotes in out/report.html",
        "Fix the leak in java.util.concurrent.ThreadPoolExecutor usage",
        "Fix the import of class LinkedHashMap",
        "Fix the crash in src/main/java/shop/Gone.java\nThat file is generated.",
        "Fix the error message\n```\nat shop.Missing.run(src/main/java/shop/Missing.java:3)\n```",
        "Fix the crash when the user opens src/main/java/shop/Nope.java",
        "Fix the link\nSee https://example.com/src/main/java/shop/Nope.java",
        "Fix the method signature in Cart",
        "Remove the field Javadoc",
        "Refactor App",
        "Behebe den Absturz in src/main/java/shop/Nirgends.java",
        "Corrige el error",
        "修复错误",
        "Update dependencies",
        "Make all tests pass",
        "Fix the build",
        "Fix #123",
        "Return 404 for unknown users",
        "Improve performance of totalPrice",
      })
  void doesNotRefuseWhatMayWellBeMeant(String text) {
    assertThat(find(text).questions()).isEmpty();
  }

  @Test
  void aCommandThatProvesACriterionSaysWhenItIsDone() {
    Task task =
        Task.builder("Make it better")
            .acceptance(AcceptanceCriterion.proven("it works", "sh", "check.sh"))
            .build();

    assertThat(TaskChecks.find(task, tree()).isCertain()).isFalse();
  }

  @Test
  void aVagueCriterionNamesNothingEither() {
    Task task = Task.builder("Make it better").acceptance("It is better.").build();

    assertThat(TaskChecks.find(task, tree()).isCertain()).isTrue();
  }

  @Test
  void tellsWhatIsNotInTheTreeAsADoubt() {
    assertThat(find("Let OrderFacade use src/main/java/shop/Basket.java").doubts())
        .anySatisfy(
            doubt ->
                assertThat(doubt)
                    .contains("OrderFacade")
                    .contains("src/main/java/shop/Basket.java"))
        .anySatisfy(doubt -> assertThat(doubt).contains("no acceptance criteria"));
  }

  @Test
  void refusesATextThatIsFarTooLong() {
    assertThat(find("Fix it all\n" + "word ".repeat(30_000)).questions())
        .singleElement()
        .asString()
        .contains("characters");
  }

  @Test
  void asksThreeQuestionsAtMost() {
    String all = "Remove the class `A1`.\nRemove the class `B1`.\nRemove the class `C1`.\n";

    assertThat(find("Clear out\n" + all + "Remove the class `D1`.").questions()).hasSize(3);
  }
}
