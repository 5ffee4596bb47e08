package dev.nightshift.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.stream.Collectors;

/** The directions of ARCHITECTURE.md, each rule named after the sentence it proves. */
@AnalyzeClasses(packages = "dev.nightshift", importOptions = DoNotIncludeTests.class)
class DirectionsTest {

  private static final String CORE = "dev.nightshift.core..";
  private static final String GIT = "dev.nightshift.git..";
  private static final String MODELS = "dev.nightshift.models..";
  private static final String REPORT = "dev.nightshift.report..";
  private static final String EXAMPLES = "dev.nightshift.examples..";
  private static final String JOURNALING = "dev.nightshift.core.internal.journal..";
  private static final String METERING = "dev.nightshift.core.internal.metering..";
  private static final int MOST_TYPES = 25;

  @ArchTest
  static final ArchRule coreDependsOnNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, MODELS, REPORT, EXAMPLES);

  @ArchTest
  static final ArchRule gitNeverMeetsModels =
      noClasses()
          .that()
          .resideInAPackage(GIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MODELS, REPORT, EXAMPLES);

  @ArchTest
  static final ArchRule modelsNeverMeetGit =
      noClasses()
          .that()
          .resideInAPackage(MODELS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, REPORT, EXAMPLES);

  @ArchTest
  static final ArchRule pagesAreMadeFromCoreAlone =
      noClasses()
          .that()
          .resideInAPackage(REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, MODELS, EXAMPLES);

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
  static void noPackageOfGitHoldsMoreThanOneReaderKeepsInMind(JavaClasses all) {
    Map<String, Long> types =
        all.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .filter(name -> (name + ".").startsWith("dev.nightshift.git."))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    assertThat(types)
        .hasSizeGreaterThan(8)
        .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_TYPES));
  }

  @ArchTest
  static final ArchRule theContractsOfARunKnowNoEngine =
      noClasses()
          .that()
          .resideInAPackage("dev.nightshift.core.run..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.nightshift.core", "dev.nightshift.core.internal.engine..", JOURNALING, METERING);

  @ArchTest
  static final ArchRule onlyTheFacadeConstructsTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.nightshift.core", "dev.nightshift.core.internal.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.nightshift.core.internal.engine..");

  @ArchTest
  static final ArchRule renderersAreHiddenBehindTheReport =
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
}
