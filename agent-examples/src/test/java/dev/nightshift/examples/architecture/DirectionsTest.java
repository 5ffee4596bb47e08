package dev.nightshift.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of ARCHITECTURE.md, each rule named after the sentence it proves. */
@AnalyzeClasses(packages = "dev.nightshift", importOptions = DoNotIncludeTests.class)
class DirectionsTest {

  private static final String CORE = "dev.nightshift.core..";
  private static final String GIT = "dev.nightshift.git..";
  private static final String MODELS = "dev.nightshift.models..";
  private static final String EXAMPLES = "dev.nightshift.examples..";

  @ArchTest
  static final ArchRule coreDependsOnNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, MODELS, EXAMPLES)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule gitAndModelsNeverMeet =
      noClasses()
          .that()
          .resideInAPackage(GIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MODELS, EXAMPLES)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule modelsAndGitNeverMeet =
      noClasses()
          .that()
          .resideInAPackage(MODELS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, EXAMPLES)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyGitInternalsImportJgit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.nightshift.git.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jgit..")
          .allowEmptyShould(true);
}
