/** The part of the tokenizers of @xenova/transformers 2.17.2 that `tokenizer.ts` uses; the package types its root only. */
declare module '@xenova/transformers/src/tokenizers.js' {
  export interface PreTrainedTokenizer {
    encode(text: string, textPair: null, options: { add_special_tokens: boolean }): number[]
  }
  export const AutoTokenizer: {
    readonly TOKENIZER_CLASS_MAPPING: Readonly<
      Record<string, new (tokenizerJson: unknown, tokenizerConfig: unknown) => PreTrainedTokenizer>
    >
  }
}
