package dev.nightshift.examples.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.nightshift.core.base.RunStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A public method or constructor by which a program gives values to a library. */
record EntryPoint(Executable executable) {
  /** What a program holds and calls, not only makes. */
  private static final Set<String> ENGINE = Set.of("Nightshift", "InMemoryWorkspaces");

  /** Returns those of all exported packages of the libraries, in the order of their names. */
  static List<EntryPoint> all() {
    List<LibraryModule> modules = LibraryModule.all();
    List<EntryPoint> points = new ArrayList<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.nightshift")) {
      if (modules.stream().anyMatch(module -> module.exports(type))) {
        points.addAll(of(type.reflect()));
      }
    }
    points.sort((a, b) -> a.toString().compareTo(b.toString()));
    return points;
  }

  /**
   * Returns the constructors of all but exceptions, of which only the end of a run is one that
   * programs throw, the factories, the methods that return their own type, and those of the engine.
   */
  static List<EntryPoint> of(Class<?> type) {
    List<EntryPoint> points = new ArrayList<>();
    boolean isMade =
        !Modifier.isAbstract(type.getModifiers()) && !Throwable.class.isAssignableFrom(type);
    if (isMade || RunStoppedException.class.isAssignableFrom(type)) {
      Stream.of(type.getDeclaredConstructors()).map(EntryPoint::new).forEach(points::add);
    }
    for (Method method : type.getDeclaredMethods()) {
      boolean own =
          method.getReturnType() == type
              || type.getSimpleName().endsWith("Builder")
              || ENGINE.contains(type.getSimpleName());
      boolean isStatic = Modifier.isStatic(method.getModifiers());
      if ((own && !Modifier.isAbstract(method.getModifiers())) || isStatic) {
        points.add(new EntryPoint(method));
      }
    }
    points.removeIf(point -> !point.isOffered() || type.isEnum());
    return points;
  }

  private boolean isOffered() {
    return Modifier.isPublic(executable.getModifiers())
        && !executable.isSynthetic()
        && Stream.of(executable.getParameterTypes()).anyMatch(type -> !type.isPrimitive());
  }

  String owner() {
    Class<?> type = executable.getDeclaringClass();
    Class<?> outer = type.getEnclosingClass();
    return outer == null
        ? type.getSimpleName()
        : outer.getSimpleName() + "." + type.getSimpleName();
  }

  boolean refusesNullAt(int index) {
    boolean nullable =
        executable.getAnnotatedParameterTypes()[index].isAnnotationPresent(Nullable.class);
    return !executable.getParameterTypes()[index].isPrimitive() && !nullable;
  }

  /** Calls it, of a sample of its type where it needs one, and returns what it throws. */
  @Nullable Throwable thrownBy(SampleArguments samples, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    boolean needsNone =
        Modifier.isStatic(executable.getModifiers()) || executable instanceof Constructor<?>;
    try {
      call(needsNone ? null : samples.of(executable.getDeclaringClass()), arguments);
      return null;
    } catch (InvocationTargetException refused) {
      return refused.getCause();
    }
  }

  private void call(@Nullable Object target, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    if (executable instanceof Method method) {
      method.invoke(target, arguments);
    } else {
      ((Constructor<?>) executable).newInstance(arguments);
    }
  }

  /** Returns the names as the source has them, because class files hold none. */
  List<String> parameterNames() {
    Class<?> type = executable.getDeclaringClass();
    if (type.isRecord() && executable instanceof Constructor<?>) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      if (Arrays.equals(types, executable.getParameterTypes())) {
        return Stream.of(components).map(RecordComponent::getName).toList();
      }
    }
    String name = executable instanceof Method ? executable.getName() : type.getSimpleName();
    Matcher declaration =
        Pattern.compile("\\b" + name + "\\(([^)]*)\\)\\s*(throws [\\w,\\s]+)?\\{")
            .matcher(source());
    while (declaration.find()) {
      List<String> parameters = split(declaration.group(1));
      if (parameters.size() == executable.getParameterCount() && fits(parameters)) {
        return parameters.stream().map(EntryPoint::lastWord).toList();
      }
    }
    throw new AssertionError("no declaration of " + this + " was found in its source");
  }

  private boolean fits(List<String> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      Class<?> type = executable.getParameterTypes()[i];
      String erased =
          type.isArray() ? type.getComponentType().getSimpleName() : type.getSimpleName();
      if (!parameters.get(i).matches("(.*\\W)?" + erased + "\\W.*")) {
        return false;
      }
    }
    return true;
  }

  private static List<String> split(String parameters) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    String all = parameters.replaceAll("\\s+", " ").strip() + ",";
    for (int i = 0; i < all.length(); i++) {
      char c = all.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(all.substring(from, i).strip());
        from = i + 1;
      }
    }
    return parts;
  }

  private static String lastWord(String parameter) {
    return parameter.substring(parameter.lastIndexOf(' ') + 1);
  }

  private String source() {
    Class<?> top = executable.getDeclaringClass();
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    String file = "src/main/java/" + top.getName().replace('.', '/') + ".java";
    try {
      for (String module :
          List.of("agent-core", "agent-forge", "agent-git", "agent-models", "agent-report")) {
        Path path = Path.of("..", module, file);
        if (Files.exists(path)) {
          return Files.readString(path);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    throw new AssertionError(file + " is in no module");
  }

  @Override
  public String toString() {
    String name = executable instanceof Method ? executable.getName() : "new";
    return owner()
        + "."
        + name
        + Arrays.stream(executable.getParameterTypes()).map(Class::getSimpleName).toList();
  }
}
