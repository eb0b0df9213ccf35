package dev.aidp.agent;

/**
 * One task of the list that an agent keeps of what is left to do; its number is its place, from 1.
 *
 * @param text what is to be done
 * @param done whether it is
 */
public record FiledTask(String text, boolean done) {}
