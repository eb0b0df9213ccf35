package dev.aidp.testkit.junit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Plays a test once on each engine that its {@link EachEngine} names. */
final class EngineContexts implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    EachEngine each =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), EachEngine.class)
            .orElseThrow();
    return Arrays.stream(each.value()).map(On::new);
  }

  private record On(TestEngine engine) implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int invocation) {
      return engine.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      BeforeEachCallback tell = context -> AidpExtension.play(context, engine);
      return List.of(tell);
    }
  }
}
