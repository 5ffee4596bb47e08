package dev.nightshift.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directions of ARCHITECTURE.md, each rule named after the sentence it proves. */
@AnalyzeClasses(packages = "dev.nightshift", importOptions = DoNotIncludeTests.class)
class DirectionsTest {

  private static final String CORE = "dev.nightshift.core..";
  private static final String GIT = "dev.nightshift.git..";
  private static final String MODELS = "dev.nightshift.models..";
  private static final String FORGE = "dev.nightshift.forge..";
  private static final String REPORT = "dev.nightshift.report..";
  private static final String EXAMPLES = "dev.nightshift.examples..";
  private static final String JOURNALING = "dev.nightshift.core.internal.journal..";
  private static final String METERING = "dev.nightshift.core.internal.metering..";
  private static final long MOST_TYPES = 25;
  private static final Pattern COMPILED_TEMPLATE = Pattern.compile("Jte\\w+Generated");

  /** Packages that are larger, with what they hold: none may grow, and none may join them. */
  private static final Map<String, Long> LARGER =
      Map.ofEntries(
          entry("core.agent", 50L),
          entry("core.budget", 29L),
          entry("core.command", 29L),
          entry("core.internal.engine", 54L),
          entry("core.internal.metering", 42L),
          entry("core.ledger", 43L),
          entry("core.report", 32L),
          entry("examples.trial", 27L),
          entry("core.testing", 40L),
          entry("examples.cli", 56L),
          entry("models.openai", 40L),
          entry("models.testing", 53L));

  @ArchTest
  static final ArchRule coreDependsOnNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, MODELS, REPORT, FORGE, EXAMPLES);

  @ArchTest
  static final ArchRule gitNeverMeetsModels =
      noClasses()
          .that()
          .resideInAPackage(GIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MODELS, REPORT, FORGE, EXAMPLES);

  @ArchTest
  static final ArchRule modelsNeverMeetGit =
      noClasses()
          .that()
          .resideInAPackage(MODELS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, REPORT, FORGE, EXAMPLES);

  @ArchTest
  static final ArchRule pagesAreMadeFromCoreAlone =
      noClasses()
          .that()
          .resideInAPackage(REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, MODELS, FORGE, EXAMPLES);

  @ArchTest
  static final ArchRule forgesAreMadeFromCoreAndPushByGit =
      noClasses()
          .that()
          .resideInAPackage(FORGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MODELS, REPORT, EXAMPLES, "dev.nightshift.git.internal..");

  @ArchTest
  static final ArchRule onlyPagesImportTheirTemplatesAndDifferences =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nightshift.report.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("gg.jte..", "com.github.difflib..");

  @ArchTest
  static final ArchRule onlyTheInternalsOfGitImportJgit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nightshift.git.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jgit..");

  @ArchTest
  static final ArchRule packagesInsideCoreAreFreeOfCycles =
      slices().assignedFrom(new PackagesOf("core")).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesInsideGitAreFreeOfCycles =
      slices().assignedFrom(new PackagesOf("git")).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesInsideModelsAreFreeOfCycles =
      slices().assignedFrom(new PackagesOf("models")).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesInsideForgeAreFreeOfCycles =
      slices().assignedFrom(new PackagesOf("forge")).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesInsideReportAreFreeOfCycles =
      slices().assignedFrom(new PackagesOf("report")).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesInsideExamplesAreFreeOfCycles =
      slices().assignedFrom(new PackagesOf("examples")).should().beFreeOfCycles();

  @ArchTest
  static void noPackageHoldsMoreThanOneReaderKeepsInMind(JavaClasses all) {
    Map<String, Long> types =
        all.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> !COMPILED_TEMPLATE.matcher(type.getSimpleName()).matches())
            .map(type -> type.getPackageName().substring("dev.nightshift.".length()))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    assertThat(types)
        .hasSizeGreaterThan(60)
        .allSatisfy(
            (name, count) ->
                assertThat(count)
                    .as(name)
                    .isLessThanOrEqualTo(LARGER.getOrDefault(name, MOST_TYPES)));
    assertThat(LARGER)
        .allSatisfy(
            (name, most) ->
                assertThat(types.get(name)).as("%s has fewer: say so", name).isEqualTo(most));
  }

  @ArchTest
  static final ArchRule theContractsOfARunKnowNoEngine =
      noClasses()
          .that()
          .resideInAPackage("dev.nightshift.core.run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.nightshift.core",
              "dev.nightshift.core.internal.engine..",
              "dev.nightshift.core.internal.evidence..",
              JOURNALING,
              METERING);

  @ArchTest
  static final ArchRule onlyTheFacadeConstructsTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.nightshift.core", "dev.nightshift.core.internal.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.nightshift.core.internal.engine..");

  @ArchTest
  static final ArchRule renderersOfReportsAreHiddenBehindTheReport =
      classes()
          .that()
          .resideInAPackage(CORE)
          .and()
          .haveNameMatching(".*(Markdown(Text)?|ReportJson|RoundJson|SpendJson)")
          .should()
          .resideInAPackage("dev.nightshift.core.report")
          .andShould()
          .bePackagePrivate();

  @ArchTest
  static final ArchRule whatRendersAValueIsHiddenBesideIt =
      classes().that().resideInAnyPackage(CORE, GIT, MODELS).should(new HideBesideTheirValues());

  /** The rule above would not hold for a renderer that it does not find. */
  @ArchTest
  static void renderersAreFoundWhateverTheyAreCalled(JavaClasses all) {
    assertThat(all.stream().filter(type -> HideBesideTheirValues.renderedBy(type).count() > 0))
        .extracting(JavaClass::getSimpleName)
        .contains("ReportMarkdown", "ReportJson", "RecordedRunJson", "SummaryTable")
        .contains("SnapshotJson", "EventJson");
  }

  @ArchTest
  static final ArchRule theFakesNeedNoTestFramework =
      noClasses()
          .that()
          .resideInAPackage("dev.nightshift..testing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.junit..", "org.assertj..", "org.mockito..");

  @ArchTest
  static final ArchRule onlyRecordsAndOneProofUseReflection =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.nightshift\\.core\\.tool\\.(RecordType|ArgumentType)(\\$.*)?")
          .and()
          .haveNameNotMatching(
              "dev\\.nightshift\\.core\\.internal\\.journal\\.(Record)?Forms?(\\$.*)?")
          .and()
          .haveNameNotMatching("dev\\.nightshift\\.examples\\.kill\\.Barriers")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..");

  @ArchTest
  static final ArchRule noClassIsADumpingGround =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|Manager|Common|Data|Info|Impl)")
          .because("a function lives with its noun");

  /** Each package of a module, the root and the hidden ones included, as a slice of its own. */
  private record PackagesOf(String module) implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      boolean isInside = (name + ".").startsWith("dev.nightshift." + module + ".");
      return isInside ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + module;
    }
  }

  /** A value with {@code toJson}, {@code toMarkdown} or {@code toTable} has it made beside it. */
  private static final class HideBesideTheirValues extends ArchCondition<JavaClass> {

    HideBesideTheirValues() {
      super("be hidden beside the value that they make a text of");
    }

    /** The values of which a class makes a text for others. */
    static Stream<JavaClass> renderedBy(JavaClass type) {
      return type.getMethods().stream()
          .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE))
          .filter(method -> method.getRawReturnType().isEquivalentTo(String.class))
          .flatMap(method -> method.getRawParameterTypes().stream())
          .filter(value -> !value.equals(type) && hasForms(value));
    }

    private static boolean hasForms(JavaClass value) {
      return value.getPackageName().startsWith("dev.nightshift.")
          && Stream.of("toJson", "toMarkdown", "toTable")
              .anyMatch(form -> value.tryGetMethod(form).isPresent());
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      renderedBy(type)
          .filter(
              value ->
                  type.getModifiers().contains(JavaModifier.PUBLIC)
                      || !type.getPackageName().equals(value.getPackageName()))
          .forEach(
              value ->
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " makes a text of " + value.getName())));
    }
  }
}
