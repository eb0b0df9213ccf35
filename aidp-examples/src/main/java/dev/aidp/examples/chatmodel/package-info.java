/** A chat model of LangChain4j as an agent, and a plan that is made in Java. */
@NullMarked
package dev.aidp.examples.chatmodel;

import org.jspecify.annotations.NullMarked;
