package io.tiffin.web;

import io.tiffin.ServedApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test against the HTTP face, which listens on a port of its own and needs no warming. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = ServedApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "tiffin.warm-up.limit=0s",
      "tiffin.estimate.deadline=5s",
      "tiffin.web.lookup-deadline=5s"
    })
public @interface Served {}
