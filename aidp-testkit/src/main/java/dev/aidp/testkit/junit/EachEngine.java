package dev.aidp.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * In the place of {@code @Test}: plays a test with {@link AidpTest} or {@link AidpExtension} once
 * on each of these engines.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EngineContexts.class)
public @interface EachEngine {

  /** Where it is played. If unset, natively and on the server in memory. */
  TestEngine[] value() default {TestEngine.NATIVE, TestEngine.MEMORY};
}
