"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { lateCode } from "../../kernel/late.ts";
import { LatePart } from "../../kernel/parts/LatePart.tsx";
import { ModalDialog } from "../../kernel/parts/ModalDialog.tsx";
import { ShareDialog } from "../../kernel/sharing/ShareDialog.tsx";
import type { PivotReportState } from "../usePivotReport.ts";
import { sendStrings } from "./send-strings.ts";

const scheduling = lateCode(() => import("../scheduling/SchedulesPanel.tsx"));
const linking = lateCode(() => import("../linking/LinksPanel.tsx"));

/** Ways by which a saved report reaches others: shares, links, mails. */
export const ShareMenu = ({ state }: { readonly state: PivotReportState }): ReactNode => {
  const { current, changed } = state.report;
  const strings = useStrings(sendStrings);
  const [open, setOpen] = useState<"people" | "links" | "schedules" | null>(null);
  const close = (): void => setOpen(null);
  const saved = current !== null;
  return (
    <>
      <MenuTrigger>
        <Button className="ennead-button" data-quiet="">
          <Icon name="link" />
          {strings.share}
          <Icon name="chevronDown" />
        </Button>
        <Popover className="ennead-popover" placement="bottom end" offset={4}>
          <Menu
            className="ennead-menu"
            aria-label={strings.share}
            disabledKeys={saved ? [] : ["people", "links", "schedules", "first"]}
            onAction={(key) => {
              if (key === "people" || key === "links" || key === "schedules") setOpen(key);
            }}
          >
            {saved ? null : (
              <MenuItem id="first" className="ennead-menu-item">
                {strings.saveFirst}
              </MenuItem>
            )}
            <MenuItem id="people" className="ennead-menu-item">
              {strings.people}
            </MenuItem>
            <MenuItem id="links" className="ennead-menu-item">
              {strings.links}
            </MenuItem>
            <MenuItem id="schedules" className="ennead-menu-item">
              {strings.schedules}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {current === null ? null : (
        <>
          <ShareDialog
            object="pivot.report"
            id={current.id}
            name={current.name}
            isOpen={open === "people"}
            onClose={close}
          />
          <ModalDialog
            title={strings.linksOf(current.name)}
            close={strings.close}
            isOpen={open === "links"}
            onClose={close}
          >
            <LatePart code={linking}>
              {({ LinksPanel }) => <LinksPanel reportId={current.id} changed={changed} />}
            </LatePart>
          </ModalDialog>
          <ModalDialog
            title={strings.schedulesOf(current.name)}
            close={strings.close}
            isOpen={open === "schedules"}
            onClose={close}
          >
            <LatePart code={scheduling}>
              {({ SchedulesPanel }) => (
                <SchedulesPanel report={current} changed={changed} words={state.words} />
              )}
            </LatePart>
          </ModalDialog>
        </>
      )}
    </>
  );
};
