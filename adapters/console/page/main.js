// @ts-check
/** Puts the parts of the page together. */
import { startActions } from "./actions.js";
import { startComposer } from "./composer.js";
import { startDialogs } from "./dialogs.js";
import { startFinders } from "./finder.js";
import { showMessage, startMessages } from "./messages.js";
import { resumePersona, startSettings } from "./settings.js";
import { closeSide, showMarks, startSide } from "./side.js";
import { startStream } from "./stream.js";
import { closeThread, showNote, startThread } from "./thread.js";

function start() {
  startSettings();
  startSide();
  startMessages();
  startThread();
  startDialogs();
  startFinders();
  startActions();
  startComposer();
  startStream({
    message: (event) => (event.thread === null ? showMessage(event) : showNote(event)),
    marks: showMarks,
  });
  // Escape closes what lies on top; dialogs and suggestions see to themselves.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (!closeSide()) closeThread();
  });
}

if (!resumePersona()) start();
