package dev.nightshift.examples.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One of the libraries, as its compiled module declaration describes it. */
record LibraryModule(String name, Set<String> exportedPackages) {

  /** The libraries on the class path of the tests. */
  static List<LibraryModule> all() {
    List<LibraryModule> modules = new ArrayList<>();
    try {
      ClassLoader loader = LibraryModule.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources("module-info.class"))) {
        try (InputStream bytes = url.openStream()) {
          ModuleDescriptor descriptor = ModuleDescriptor.read(bytes);
          if (descriptor.name().startsWith("dev.nightshift.")) {
            modules.add(of(descriptor));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return modules;
  }

  private static LibraryModule of(ModuleDescriptor descriptor) {
    Set<String> exported =
        descriptor.exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    return new LibraryModule(descriptor.name(), exported);
  }

  boolean contains(JavaClass type) {
    return (type.getPackageName() + ".").startsWith(name + ".");
  }

  /** Whether a program that uses the library can name the type. */
  boolean exports(JavaClass type) {
    return exportedPackages.contains(type.getPackageName()) && isPublicAllTheWayOut(type);
  }

  private static boolean isPublicAllTheWayOut(JavaClass type) {
    boolean isPublic = type.getModifiers().contains(JavaModifier.PUBLIC);
    return isPublic
        && type.getEnclosingClass().map(LibraryModule::isPublicAllTheWayOut).orElse(true);
  }
}
