"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { FolderAnswer } from "../../kernel/api.gen.ts";
import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Certain } from "../../kernel/parts/Certain.tsx";
import { FolderForm } from "./FolderForm.tsx";
import { libraryStrings } from "./library-strings.ts";

export interface FolderRowProps {
  readonly folder: FolderAnswer;
  readonly onOpen: () => void;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

/** One folder: opens, gets another name, goes when it is empty. */
export const FolderRow = ({ folder, onOpen, onRename, onRemove }: FolderRowProps): ReactNode => {
  const strings = useStrings(libraryStrings);
  const [renaming, setRenaming] = useState(false);
  const { name } = folder;
  if (renaming) {
    return (
      <li className="ennead-list-row">
        <FolderForm
          name={name}
          apply={strings.apply}
          onName={(next) => {
            onRename(next);
            setRenaming(false);
          }}
          onCancel={() => setRenaming(false)}
        />
      </li>
    );
  }
  return (
    <li className="ennead-list-row">
      <Button className="ennead-button" data-quiet="" onPress={onOpen}>
        <Icon name="folder" />
        {name}
      </Button>
      <span className="ennead-row" data-wrap="">
        <Button
          className="ennead-button"
          data-quiet=""
          aria-label={strings.renameOf(name)}
          onPress={() => setRenaming(true)}
        >
          {strings.rename}
        </Button>
        <Certain
          label={strings.removeFolder}
          name={strings.removeFolderOf(name)}
          question={strings.removeFolderSure}
          yes={strings.removeFolder}
          no={strings.keep}
          onYes={onRemove}
        />
      </span>
    </li>
  );
};
