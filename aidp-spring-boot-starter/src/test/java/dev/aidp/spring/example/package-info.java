/** An application as a team would have it. */
package dev.aidp.spring.example;
