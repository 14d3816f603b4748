import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The text after the edits. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///edited', 'plaintext', 0, text), [...edits]);
}

/** The text of one file after a workspace edit. */
export function editedFile(uri: string, text: string, edit: WorkspaceEdit | undefined): string {
  return edited(text, edit?.changes?.[uri] ?? []);
}
