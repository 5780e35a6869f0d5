import { css } from 'lit'

/**
 * Static text: nothing of a page or a catalog is ever part of it. Text inherits colour and font from the page; lines,
 * tiles and quiet text are mixed from the text's own colour, so that they fit a dark page whether it says
 * `color-scheme: dark` or only paints itself dark. docs/reference.md lists the variables.
 */
export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--kin-color-text, inherit);
    font-family: var(--kin-font, inherit);
    --_accent: var(--kin-color-accent, color-mix(in srgb, currentColor 35%, #2f6fed));
    --_muted: var(--kin-color-muted, color-mix(in srgb, currentColor 72%, transparent));
    --_border: var(--kin-color-border, color-mix(in srgb, currentColor 18%, transparent));
    --_tile: var(--kin-skeleton, color-mix(in srgb, currentColor 8%, transparent));
    --_gap: var(--kin-gap, 1rem);
    --_radius: var(--kin-radius, 0.75rem);
    --_fit: 2;
    --_peek: 0.25;
  }
  :host([hidden]) { display: none; }
  :host(:state(collapsed)) { display: none; }
  :host([theme='light']) { color-scheme: light; color: var(--kin-color-text, #1b1c1f); background: #fff; }
  :host([theme='dark']) { color-scheme: dark; color: var(--kin-color-text, #eceef2); background: #17181c; }
  :host(:is([theme='light'], [theme='dark'])) { padding: 1rem; border-radius: var(--_radius); }
  /* room for one row of buttons, so that nothing moves when they come */
  :host([steer]) .base { margin-block-end: 2.75rem; }
  * { box-sizing: border-box; }
  .base, .stage { position: relative; }
  .header { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .5rem; min-block-size: var(--kin-nav-size, 2.5rem); margin-block-end: .75rem; }
  .header:empty { display: none; }
  .heading {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    font-size: var(--kin-heading-size, 1.35rem);
    font-weight: var(--kin-heading-weight, 650);
    line-height: 1.25;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .note { flex-basis: 100%; margin: 0; min-block-size: 1.35em; line-height: 1.35; font-size: .9rem; color: var(--_muted); }
  .nav, .wish, .dismiss {
    font: inherit;
    color: inherit;
    cursor: pointer;
    display: grid;
    place-items: center;
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: 50%;
    background: none;
  }
  .wishes { display: flex; flex-wrap: wrap; gap: .5rem; margin-block-end: .75rem; }
  .wish { display: flex; gap: .5rem; padding: .25rem .75rem; min-block-size: 1.75rem; border-radius: 2rem; }
  .wish::after { content: '×' / ''; }
  .nav { inline-size: var(--kin-nav-size, 2.5rem); aspect-ratio: 1; flex: none; margin-inline-start: auto; }
  .nav + .nav { margin-inline-start: 0; }
  .nav::before {
    content: '';
    inline-size: .6rem;
    aspect-ratio: 1;
    border: solid;
    border-width: 2px 2px 0 0;
    transform: translateX(-20%) rotate(45deg);
  }
  .previous::before, .next:dir(rtl)::before { transform: translateX(20%) rotate(-135deg); }
  .previous:dir(rtl)::before { transform: translateX(-20%) rotate(45deg); }
  .nav[aria-disabled='true'] { cursor: default; color: color-mix(in srgb, currentColor 35%, transparent); }
  .spare { visibility: hidden; }
  .nav:not([aria-disabled='true']):hover { border-color: currentColor; }
  :is(.nav, .wish, .dismiss, .items):focus-visible, .link:focus-visible::after { outline: 2px solid var(--kin-color-focus, var(--_accent)); outline-offset: 2px; }

  .stage, .items { display: grid; }
  .stage > * { grid-area: 1 / 1; min-inline-size: 0; }
  .stage > slot:not([hidden]) { display: block; }
  .items {
    list-style: none;
    margin: 0;
    padding: 0;
    gap: var(--_gap);
    --_columns: var(--kin-columns, var(--_fit));
    grid-template-columns: repeat(var(--_columns), minmax(0, 1fr));
  }
  .carousel .items {
    --_shown: var(--kin-columns, calc(var(--_fit) + var(--_peek)));
    grid-template-columns: none;
    grid-auto-flow: column;
    grid-auto-columns: var(--kin-card-inline-size, calc((100% - (var(--_shown) - 1) * var(--_gap)) / var(--_shown)));
    overflow: auto hidden;
    overscroll-behavior-inline: contain;
    scroll-snap-type: inline mandatory;
    scroll-behavior: smooth;
    scrollbar-width: none;
    /* room for focus rings, which the scroll box would cut */
    padding: 4px;
    margin: -4px;
    scroll-padding-inline: var(--kin-scroll-padding, 4px);
  }
  .carousel .items[aria-hidden] { overflow: hidden; }
  .carousel .item { scroll-snap-align: start; }
  .list .items { --_fit: 1; }
  @container (min-width: 34rem) { .items { --_fit: 3; } .list { --_title-lines: 1; } .plain .media:has(.excerpt) { display: grid; } }
  @container (min-width: 48rem) { .items { --_fit: 4; --_peek: 0; } .list .items { --_fit: 2; } }
  @container (min-width: 70rem) { .carousel .items { --_fit: 5; } }

  .item {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: .6rem;
    min-inline-size: 0;
    block-size: var(--kin-item-block-size, auto);
    padding: var(--kin-padding, 0);
    border-radius: var(--_radius);
    background: var(--kin-color-surface, none);
    box-shadow: var(--kin-shadow, none);
  }
  .list .item { flex-direction: row; align-items: center; gap: .9rem; }
  .own { display: block; flex: 1; min-inline-size: 0; }
  .media {
    position: relative;
    overflow: hidden;
    aspect-ratio: var(--kin-image-aspect, 1);
    border-radius: var(--_radius);
    background: var(--kin-image-background, var(--_tile));
    display: grid;
    place-items: center;
    flex: none;
  }
  .list .media { inline-size: var(--kin-list-image-size, 5rem); }
  .initial:has(+ .image:not(.broken)) { visibility: hidden; }
  .initial { font-size: 2rem; font-weight: 600; color: var(--_muted); text-transform: uppercase; }
  .image {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--kin-image-fit, cover);
    transition: transform var(--kin-transition, .25s ease);
  }
  .broken { opacity: 0; }
  .excerpt {
    margin: 0;
    padding: .75rem;
    align-self: start;
    font-size: .85rem;
    line-height: 1.4;
    color: var(--_muted);
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 5;
    overflow: hidden;
  }
  .list .excerpt { padding: 0; -webkit-line-clamp: 3; }
  .plain .item { min-block-size: var(--kin-list-image-size, 5rem); }
  .plain .item:not(.filler) { border-block-end: 1px solid var(--_tile); border-radius: 0; }
  .plain .link[href] .title { text-decoration: underline; }
  .plain .media { display: none; }
  .plain .media:has(.excerpt) { order: 1; inline-size: 60%; aspect-ratio: auto; background: none; border-radius: 0; }
  .item:has(.link):hover .image { transform: scale(1.03); }
  .item:hover .link .title { text-decoration: underline; }
  .body { display: flex; flex-direction: column; gap: .2rem; min-inline-size: 0; flex: 1; }
  .link { color: inherit; text-decoration: none; outline: none; }
  .link::after { content: ''; position: absolute; inset: 0; border-radius: var(--_radius); }
  .title, .reason { display: -webkit-box; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; line-height: 1.35; }
  .title {
    --_lines: var(--kin-title-lines, var(--_title-lines, 2));
    -webkit-line-clamp: var(--_lines);
    block-size: calc(var(--_lines) * 1.35em);
    font-size: var(--kin-title-size, .95rem);
    font-weight: var(--kin-title-weight, 450);
    unicode-bidi: isolate;
  }
  .price {
    font-size: var(--kin-price-size, .95rem);
    font-weight: var(--kin-price-weight, 650);
    line-height: 1.35;
    block-size: 1.35em;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    font-variant-numeric: tabular-nums;
  }
  .old-price, .quiet { color: var(--_muted); font-weight: 400; }
  .availability, .reason { color: var(--_muted); font-weight: 400; font-size: .8rem; }
  .reason { -webkit-line-clamp: 2; block-size: 2.7em; }
  .list .reason { -webkit-line-clamp: 1; block-size: 1.35em; }
  .dismiss {
    position: absolute;
    z-index: 1;
    inset-block-start: .5rem;
    inset-inline-end: .5rem;
    inline-size: 1.75rem;
    aspect-ratio: 1;
    background: Canvas;
    color: CanvasText;
    border-color: transparent;
    opacity: .85;
    font-size: 0;
  }
  .list .dismiss { position: relative; inset: auto; flex: none; background: none; color: inherit; }
  .dismiss:is(:hover, :focus-visible) { opacity: 1; }
  .dismiss::before, .dismiss::after { content: ''; grid-area: 1 / 1; inline-size: .8rem; border-block-start: 2px solid; transform: rotate(45deg); }
  .dismiss::after { transform: rotate(-45deg); }

  .filler, .blank { visibility: hidden; }
  .skeleton { animation: pulse 1.6s ease-in-out infinite alternate; }
  .skeleton .title { display: block; }
  .skeleton :is(.title, .price, .reason)::before, .skeleton .title::after {
    content: '';
    display: block;
    block-size: .8em;
    margin-block: .275em;
    inline-size: 90%;
    border-radius: .3em;
    background: var(--_tile);
  }
  .skeleton .title::after { inline-size: 55%; margin-block-start: .55em; }
  .skeleton .price::before { inline-size: 35%; }
  @keyframes pulse { from { opacity: 1; } to { opacity: .55; } }

  .message { align-self: start; margin: 0; justify-self: center; text-align: center; unicode-bidi: plaintext; color: var(--_muted); padding: 1rem; }
  .carousel .message, .grid .message { min-block-size: 3rem; }
  .progress {
    position: absolute;
    inset: 0 0 auto;
    inline-size: 100%;
    block-size: 3px;
    border: 0;
    appearance: none;
    background: var(--_tile);
    accent-color: var(--_accent);
  }
  .header + .stage .progress { inset-block-start: -.45rem; }
  .progress::-webkit-progress-bar { background: none; }
  .progress::-webkit-progress-value { background: var(--_accent); }
  .progress::-moz-progress-bar { background: var(--_accent); }
  .progress:indeterminate { animation: pulse .8s ease-in-out infinite alternate; background: var(--_accent); }
  .status { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @media (prefers-reduced-motion: reduce) {
    .carousel .items { scroll-behavior: auto; }
    .skeleton, .progress:indeterminate { animation: none; }
    .image { transition: none; transform: none !important; }
  }
  @media (forced-colors: active) {
    .media, .nav, .dismiss { border: 1px solid; }
    .nav[aria-disabled='true'] { color: GrayText; }
    .nav::before, .dismiss::before, .dismiss::after { forced-color-adjust: none; color: inherit; }
    .skeleton :is(.title, .price, .reason)::before, .skeleton .title::after { background: GrayText; }
  }
`
