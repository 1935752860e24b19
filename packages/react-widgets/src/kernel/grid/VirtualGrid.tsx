"use client";
// Cells are placed one by one, so a table element cannot hold them: roles say what they are.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from "react";

import { useEnnead, useStrings } from "../context.ts";
import { kernelStrings } from "../strings.ts";
import { textsOf, toHtml, toPlain } from "./copy.ts";
import { GridHeader } from "./GridHeader.tsx";
import { GridRow } from "./GridRow.tsx";
import { placeAfterKey, settle } from "./keys.ts";
import { areaOf, headerAt, type GridArea, type GridModel, type GridPlace } from "./model.ts";

export interface VirtualGridProps {
  readonly label: string;
  readonly model: GridModel;
  /** Rows form a tree: the grid is a treegrid. */
  readonly tree?: boolean;
  readonly busy?: boolean;
  readonly rowHeight?: number;
  readonly onToggleRow?: (row: number) => void;
  readonly onToggleColumn?: (key: string) => void;
  readonly onSort?: (key: string) => void;
}

const withActive =
  (active: number) =>
  (range: Range): number[] => {
    const shown = defaultRangeExtractor(range);
    if (active < 0 || active >= range.count || shown.includes(active)) return shown;
    return [...shown, active].toSorted((a, b) => a - b);
  };

const placeOf = (target: EventTarget | null): GridPlace | undefined => {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  const [row, col] = cell?.dataset["place"]?.split(":").map(Number) ?? [];
  return row === undefined || col === undefined ? undefined : { row, col };
};

/**
 * A grid of any size: only cells in sight are in the document, headers and the total stay in sight. One tab stop;
 * arrows, Home, End, Page keys (with Ctrl to the very ends) move, Shift extends, Ctrl+A selects all, Ctrl+C copies the
 * selection as text and table, Enter sorts, Space or the arrows on a row header open and close.
 */
export const VirtualGrid = (props: VirtualGridProps): ReactNode => {
  const { model, rowHeight = 32 } = props;
  const { formats, announce } = useEnnead();
  const strings = useStrings(kernelStrings);
  const scroller = useRef<HTMLDivElement>(null);
  const [wanted, setActive] = useState<GridPlace>({ row: 0, col: -1 });
  const [anchor, setAnchor] = useState<GridPlace | null>(null);
  const follow = useRef<"no" | "focus" | "scroll">("no");
  const active = settle(model, wanted);
  const area: GridArea | null = anchor === null ? null : areaOf(settle(model, anchor), active);

  const rightToLeft = formats.direction === "rtl";
  const bodyRows = model.pinLastRow ? model.rowCount - 1 : model.rowCount;
  const headerHeight = model.headerLines * rowHeight;
  // The virtualizer changes in place; nothing here is memoised on it by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: bodyRows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    scrollPaddingEnd: model.pinLastRow ? rowHeight : 0,
    rangeExtractor: useMemo(() => withActive(active.row), [active.row]),
    useFlushSync: false,
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: model.columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => model.columns[index]?.width ?? 96,
    overscan: 3,
    scrollMargin: model.rowHeaderWidth,
    scrollPaddingStart: model.rowHeaderWidth,
    rangeExtractor: useMemo(() => withActive(active.col), [active.col]),
    isRtl: rightToLeft,
    useFlushSync: false,
  });
  const widths = model.columns.map((column) => column.width).join();
  useLayoutEffect(() => columns.measure(), [columns, widths]);
  useLayoutEffect(() => rows.measure(), [rows, rowHeight]);

  const offsets = useMemo(() => {
    const starts = [model.rowHeaderWidth];
    for (const column of model.columns) starts.push((starts.at(-1) ?? 0) + column.width);
    return starts;
  }, [model.columns, model.rowHeaderWidth]);

  // The focused cell is always rendered (see withActive), so it can take the focus once the new place is on screen.
  useEffect(() => {
    if (follow.current === "no") return;
    const scrolls = follow.current === "scroll";
    follow.current = "no";
    if (scrolls && active.row >= 0 && active.row < bodyRows) rows.scrollToIndex(active.row);
    if (scrolls && active.col >= 0) columns.scrollToIndex(active.col);
    const header = active.row < 0 ? headerAt(model, active.row, active.col) : undefined;
    const place = `${active.row}:${header?.col ?? active.col}`;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-place="${place}"]`)
      ?.focus({ preventScroll: true });
  });

  const moveTo = useCallback(
    (place: GridPlace, extend: boolean, how: "focus" | "scroll" = "scroll"): void => {
      follow.current = how;
      setAnchor((held) => (extend ? (held ?? active) : null));
      setActive(place);
    },
    [active],
  );

  const toggleRow = (row: number, open: boolean): boolean => {
    if (model.rowHeader(row).expanded !== !open) return false;
    props.onToggleRow?.(row);
    return true;
  };
  const parentOf = (row: number): number => {
    const level = model.rowHeader(row).level;
    let at = row - 1;
    while (at > 0 && model.rowHeader(at).level >= level) at -= 1;
    return Math.max(at, 0);
  };

  /** Keys that act on the place itself; true when one did. */
  const actOn = (event: KeyboardEvent, place: GridPlace): boolean => {
    const open = rightToLeft ? "ArrowLeft" : "ArrowRight";
    const close = rightToLeft ? "ArrowRight" : "ArrowLeft";
    if (place.row >= 0 && place.col === -1) {
      const header = model.rowHeader(place.row);
      if (event.key === open) return toggleRow(place.row, true);
      if (event.key === close) {
        if (toggleRow(place.row, false)) return true;
        if (header.level > 1) moveTo({ row: parentOf(place.row), col: -1 }, false);
        return true;
      }
      if ((event.key === "Enter" || event.key === " ") && header.expanded !== undefined) {
        props.onToggleRow?.(place.row);
        return true;
      }
    }
    if (place.row < 0 && place.col >= 0 && (event.key === "Enter" || event.key === " ")) {
      const header = headerAt(model, place.row, place.col);
      if (header === undefined) return false;
      if (header.sort !== undefined && event.key === "Enter") props.onSort?.(header.key);
      else if (header.expanded !== undefined) props.onToggleColumn?.(header.key);
      else if (header.sort !== undefined) props.onSort?.(header.key);
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (placeOf(event.target) === undefined || event.altKey) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === "a") {
      event.preventDefault();
      setAnchor({ row: -model.headerLines, col: -1 });
      setActive({ row: model.rowCount - 1, col: model.columns.length - 1 });
      return;
    }
    if (event.key === "Escape" && anchor !== null) {
      setAnchor(null);
      return;
    }
    if (!ctrl && !event.shiftKey && actOn(event, active)) {
      event.preventDefault();
      return;
    }
    const height = scroller.current?.clientHeight ?? 0;
    const page = Math.max(Math.floor((height - headerHeight) / rowHeight) - 1, 1);
    const next = placeAfterKey(model, active, { key: event.key, ctrl }, { page, rightToLeft });
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next, event.shiftKey);
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === undefined || event.button !== 0) return;
    const toggles = event.target instanceof Element && event.target.closest("button") !== null;
    // What the pointer hit is in sight; scrolling under it would turn a click into a slip.
    moveTo(place, event.shiftKey && !toggles, "focus");
  };
  const onPointerOver = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1 || event.pointerType === "touch") return;
    const place = placeOf(event.target);
    if (place !== undefined && !(place.row === active.row && place.col === active.col)) {
      moveTo(place, true, "focus");
    }
  };

  const onCopy = (event: ClipboardEvent<HTMLDivElement>): void => {
    if (placeOf(event.target) === undefined) return;
    const lines = textsOf(model, area ?? areaOf(active, active));
    event.clipboardData.setData("text/plain", toPlain(lines));
    event.clipboardData.setData("text/html", toHtml(event.currentTarget.ownerDocument, lines));
    event.preventDefault();
    announce(strings.copied(lines.length, lines[0]?.length ?? 0));
  };

  const width = offsets.at(-1) ?? 0;
  const size: CSSProperties = { inlineSize: width };
  const inSight = columns
    .getVirtualItems()
    .map((item) => item.index)
    .join();
  // The same columns are the same array, so that rows need not be rendered again for it.
  const visible = useMemo(
    () => (inSight === "" ? [] : inSight.split(",").map((index) => Number(index))),
    [inSight],
  );
  const lineOf = (row: number) => ({
    model,
    row,
    offsets,
    visible,
    width,
    height: rowHeight,
    activeCol: active.row === row ? active.col : null,
    selectedFrom: area !== null && row >= area.top && row <= area.bottom ? area.start : null,
    selectedTo: area !== null && row >= area.top && row <= area.bottom ? area.end : null,
    onToggle: props.onToggleRow,
  });
  return (
    // The cells hold the focus; the grid listens for all of them.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/no-static-element-interactions
    <div
      ref={scroller}
      className="ennead-grid"
      role={props.tree === true ? "treegrid" : "grid"}
      aria-label={props.label}
      aria-rowcount={model.headerLines + model.rowCount}
      aria-colcount={model.columns.length + 1}
      aria-multiselectable="true"
      aria-busy={props.busy === true}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerOver={onPointerOver}
      onCopy={onCopy}
    >
      <GridHeader
        model={model}
        offsets={offsets}
        visible={visible}
        active={active}
        area={area}
        rowHeight={rowHeight}
        size={size}
        onToggleColumn={props.onToggleColumn}
        onSort={props.onSort}
      />
      <div
        className="ennead-grid-body"
        role="rowgroup"
        style={{ ...size, blockSize: bodyRows * rowHeight }}
      >
        {rows.getVirtualItems().map((item) => (
          <GridRow
            {...lineOf(item.index)}
            key={model.rowKey(item.index)}
            top={item.index * rowHeight}
          />
        ))}
      </div>
      {model.pinLastRow ? (
        <div className="ennead-grid-foot" role="rowgroup" style={size}>
          <GridRow {...lineOf(model.rowCount - 1)} />
        </div>
      ) : null}
    </div>
  );
};
