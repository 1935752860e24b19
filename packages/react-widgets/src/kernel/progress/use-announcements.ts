"use client";
import { useEffect, useRef } from "react";

import { useEnnead } from "../context.ts";

/** Milliseconds between two things said about work that goes on; ends are said at once. */
const pace = 10_000;

/**
 * Says a sentence to screen readers when it has changed, at most every ten seconds: the last of them in that time is
 * said, those before it are not. What is urgent is said at once.
 */
export const useAnnouncements = (sentence: string, urgent: boolean): void => {
  const { announce } = useEnnead();
  const said = useRef({ sentence: "", at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (sentence === "" || sentence === said.current.sentence) return undefined;
    const say = (): void => {
      said.current = { sentence, at: performance.now() };
      announce(sentence);
    };
    const wait = urgent ? 0 : said.current.at + pace - performance.now();
    if (wait <= 0) {
      say();
      return undefined;
    }
    const timer = setTimeout(say, wait);
    return () => clearTimeout(timer);
  }, [sentence, urgent, announce]);
};
