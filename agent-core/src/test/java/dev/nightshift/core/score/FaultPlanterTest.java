package dev.nightshift.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanterTest {
  private final FaultPlanter planter = FaultPlanter.seeded(1);

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          TYPE_ERROR      # text-for-number          # int size = 20;                      # int size = "20";
          TYPE_ERROR      # text-for-returned-number # return -1;                          # return "-1";
          TYPE_ERROR      # number-for-text          # String unit = "EUR";                # String unit = 0;
          TYPE_ERROR      # number-for-returned-text # return "EUR";                       # return 0;
          TYPE_ERROR      # text-for-truth           # return false;                       # return "false";
          NULL_CHECK      # guard-removed            # if (a == null) return 0;            # ''
          NULL_CHECK      # require-removed          # this.a = Objects.requireNonNull(a); # this.a = a;
          NULL_CHECK      # condition-removed        # if (a != null && a.isOpen()) {      # if (a.isOpen()) {
          NULL_CHECK      # default-removed          # x = a == null ? "-" : a.strip();    # x = a.strip();
          LOGIC_EDGE_CASE # boundary                 # if (a >= 18) {                      # if (a > 18) {
          LOGIC_EDGE_CASE # boundary                 # while (i < size()) {                # while (i <= size()) {
          LOGIC_EDGE_CASE # off-by-one               # last = first + 1;                   # last = first;
          LOGIC_EDGE_CASE # negated                  # if (a == b) {                       # if (a != b) {
          LOGIC_EDGE_CASE # negated                  # if (!list.isEmpty()) {              # if (list.isEmpty()) {
          LOGIC_EDGE_CASE # negated                  # if (list.isEmpty()) {               # if (!list.isEmpty()) {
          LOGIC_EDGE_CASE # either-for-both          # if (a && b) {                       # if (a || b) {
          LOGIC_EDGE_CASE # both-for-either          # if (a || b) {                       # if (a && b) {
          ARGUMENT_ORDER  # swapped                  # copy(from, to);                     # copy(to, from);
          NULL_RESULT     # returned-null            # return names.get(0);                # return null;
          """)
  void plantsByEachRule(FaultKind kind, String mutation, String line, String faulty) {
    List<PlantedFault> all = planter.all(change("A.java", "{\n}\n", "{\n  " + line + "\n}\n"));

    assertThat(all)
        .filteredOn(fault -> fault.kind() == kind && fault.mutation().equals(mutation))
        .extracting(PlantedFault::text)
        .contains(faulty.isEmpty() ? "{\n}\n" : "{\n  " + faulty + "\n}\n");
  }

  @Test
  void takesAwayAWholeGuardAndNamesItsNeighbours() {
    String text = "void f(A a) {\n  if (a == null) {\n    return;\n  }\n  a.run();\n}\n";

    PlantedFault fault =
        planter.all(change("A.java", "", text)).stream()
            .filter(one -> one.kind() == FaultKind.NULL_CHECK)
            .findFirst()
            .orElseThrow();

    assertThat(fault.text()).isEqualTo("void f(A a) {\n  a.run();\n}\n");
    assertThat(fault.firstLine()).isEqualTo(1);
    assertThat(fault.lastLine()).isEqualTo(2);
    assertThat(fault).hasToString("A.java:2 null check, guard-removed: if (a == null) {");
  }

  @Test
  void takesAwayACallOnlyWhereAStatementBegins() {
    String text = "{\n  a.close();\n  x =\n      b.size();\n}\n";

    List<PlantedFault> all = planter.all(change("A.java", "", text));

    assertThat(all)
        .filteredOn(fault -> fault.kind() == FaultKind.MISSING_CALL)
        .extracting(PlantedFault::text)
        .containsExactly("{\n  x =\n      b.size();\n}\n");
  }

  @Test
  void leavesLinesAloneThatTheChangeDidNotWrite() {
    String before = "if (a < b) {\n}\n";

    List<PlantedFault> all =
        planter.all(change("A.java", before, "if (a < b) {\n}\nif (c < d) {\n}\n"));

    assertThat(all).isNotEmpty().allSatisfy(fault -> assertThat(fault.firstLine()).isEqualTo(3));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          // if (a < b) {
          /* a && b */
          import a.b.C;
          @Size(min = 1)
          copy(a, a);
          say(a -> b);
          List<String> names;
          """)
  void plantsNothingInto(String line) {
    assertThat(planter.all(change("A.java", "", line + "\n"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"README.md", "src/test/java/A.java", "src/ATest.java", "a.test.ts", "build.gradle"})
  void leavesFilesAloneThatAreNoCodeOfTheProgram(String path) {
    assertThat(planter.all(change(path, "", "if (a < b) {\n"))).isEmpty();
  }

  @Test
  void leavesFilesAloneThatNobodyWroteByHand() {
    String line = "x = " + "a && ".repeat(300) + "b;\n";

    assertThat(planter.all(change("A.java", "", line))).isEmpty();
  }

  @Test
  void choosesTheSameFaultsForTheSameSeed() {
    SampleChange change = change("A.java", "", many(40));

    List<PlantedFault> one = FaultPlanter.seeded(7).plant(change, 5);

    assertThat(one).hasSize(5).isEqualTo(FaultPlanter.seeded(7).plant(change, 5));
    assertThat(one).isNotEqualTo(FaultPlanter.seeded(8).plant(change, 5));
  }

  @Test
  void givesEachKindItsTurn() {
    SampleChange change = change("A.java", "", many(40) + "int n = 3;\nreturn names.get(0);\n");

    List<PlantedFault> chosen = planter.plant(change, 3);

    assertThat(chosen.stream().map(PlantedFault::kind).collect(Collectors.toSet())).hasSize(3);
  }

  @Test
  void plantsEachFaultOnceAndLeavesNoFileAsItWas() {
    SampleChange change = change("A.java", "", many(5));

    List<PlantedFault> all = planter.all(change);

    assertThat(all).extracting(PlantedFault::text).doesNotHaveDuplicates().doesNotContain(many(5));
  }

  @Test
  void showsEachChangeAlsoWithoutAFault() {
    SampleChange change = change("A.java", "", many(5));

    List<Trial> trials = planter.trials(List.of(change), 2);

    assertThat(trials).extracting(Trial::isPlanted).containsExactly(false, true, true);
  }

  @Test
  void refusesToPlantNothing() {
    SampleChange change = change("A.java", "", many(1));

    assertThatIllegalArgumentException().isThrownBy(() -> planter.plant(change, 0));
  }

  private static String many(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append("if (a").append(i).append(" < b) {\n");
    }
    return text.toString();
  }

  private static SampleChange change(String path, String before, String after) {
    return new SampleChange(
        Task.builder("t").build(), List.of(new SampleFile(path, before, after)));
  }
}
