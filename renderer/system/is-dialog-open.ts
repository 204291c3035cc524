/** Whether a dialog holds the keyboard: then the view below it hears nothing. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
