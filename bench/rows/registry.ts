import type { RunnableCheck } from './check.js'
import { businessGlossary } from './checks/f1/business-glossary.js'
import { defsentPlus } from './checks/f1/defsent-plus.js'
import { kalmEmbeddingV2 } from './checks/f1/kalm-embedding-v2.js'
import { recformer } from './checks/f1/recformer.js'
import { selfPositioning } from './checks/f1/self-positioning.js'
import { tabsim } from './checks/f1/tabsim.js'
import { vacancysbert } from './checks/f1/vacancysbert.js'
import { aLlmrec } from './checks/f2/a-llmrec.js'
import { discrec } from './checks/f2/discrec.js'
import { fastrp } from './checks/f2/fastrp.js'
import { lightgcn } from './checks/f2/lightgcn.js'
import { mmhcl } from './checks/f2/mmhcl.js'
import { molar } from './checks/f2/molar.js'
import { ncl } from './checks/f2/ncl.js'
import { prorec } from './checks/f2/prorec.js'
import { tdmatch } from './checks/f2/tdmatch.js'
import { dare } from './checks/f3/dare.js'
import { m2trec } from './checks/f3/m2trec.js'
import { mqsaTed } from './checks/f3/mqsa-ted.js'
import { qin } from './checks/f3/qin.js'
import { rearec } from './checks/f3/rearec.js'
import { clhe } from './checks/f4/clhe.js'
import { dualEmbeddingsCheck } from './checks/f4/dual-embeddings.js'
import { hypercomplexKg } from './checks/f4/hypercomplex-kg.js'
import { aspectEmbeddings } from './checks/f5/aspect-embeddings.js'
import { decor } from './checks/f5/decor.js'
import { dynamicSubspaces } from './checks/f5/dynamic-subspaces.js'
import { genecis } from './checks/f5/genecis.js'
import { hardDebiasing } from './checks/f5/hard-debiasing.js'
import { relationalSimilarity } from './checks/f5/relational-similarity.js'
import { classificationByDescription } from './checks/f6/classification-by-description.js'
import { cotrr } from './checks/f6/cotrr.js'
import { gear } from './checks/f6/gear.js'
import { sesa } from './checks/f6/sesa.js'
import { attrseg } from './checks/f7/attrseg.js'
import { cased } from './checks/f7/cased.js'
import { unsupervisedTextClassification } from './checks/f7/categories-by-name.js'
import { gmmCategoryDiscovery } from './checks/f7/gmm-category-discovery.js'
import { tfup } from './checks/f7/tfup.js'
import { lcRec } from './checks/f8/lc-rec.js'
import { recgpt } from './checks/f8/recgpt.js'
import { semanticIds } from './checks/f8/semantic-ids.js'
import { semanticTree } from './checks/f8/semantic-tree.js'
import { factCrs } from './checks/f9/fact-crs.js'
import { mese } from './checks/f9/mese.js'
import { outrank } from './checks/f9/outrank.js'
import { cosineAdapter } from './checks/f10/cosine-adapter.js'
import { dbnorm } from './checks/f10/dbnorm.js'
import { binaryParagraphVector } from './checks/f11/binary-paragraph-vector.js'
import { fanns } from './checks/f11/fanns.js'
import { muvera } from './checks/f11/muvera.js'
import { matryoshka2d, starbucks } from './checks/f11/tiers.js'
import { vectorStorageCompression } from './checks/f11/vector-storage-compression.js'
import { alpharec } from './checks/f12/alpharec.js'
import { anncur } from './checks/f12/anncur.js'
import { autoint } from './checks/f12/autoint.js'
import { directau } from './checks/f12/directau.js'
import { e2rank } from './checks/f12/e2rank.js'
import { gssf } from './checks/f12/gssf.js'
import { mixtureOfExperts } from './checks/f12/mixture-of-experts.js'
import { peg } from './checks/f12/peg.js'
import { ranklist } from './checks/f12/ranklist.js'
import { basic } from './checks/f13/basic.js'
import { fashionRag } from './checks/f13/fashion-rag.js'
import { sameStyleProducts } from './checks/f13/same-style-products.js'
import { headlines } from './checks/f14/headlines.js'
import { iceberg } from './checks/f14/iceberg.js'
import { llmEmbeddingSurvey } from './checks/f14/llm-embedding-survey.js'
import { pretrainingTasks } from './checks/f14/pretraining-tasks.js'
import { recbench } from './checks/f14/recbench.js'
import { restore } from './checks/f14/restore.js'
import { stationaryRepresentations } from './checks/f14/stationary-representations.js'
import { stitching } from './checks/f14/stitching.js'
import { unisimBench } from './checks/f14/unisim-bench.js'
import { wordDocumentEmbeddings } from './checks/f14/word-document-embeddings.js'
import { wordVectorsSurvey } from './checks/f14/word-vectors-survey.js'

/** The checks, by id of the paper. */
export const CHECKS: Readonly<Record<string, RunnableCheck>> = {
  'business-glossary': businessGlossary,
  'defsent-plus': defsentPlus,
  'kalm-embedding-v2': kalmEmbeddingV2,
  recformer,
  'self-positioning': selfPositioning,
  tabsim,
  vacancysbert,
  'cosine-adapter': cosineAdapter,
  clhe,
  'dual-embeddings': dualEmbeddingsCheck,
  'hypercomplex-kg': hypercomplexKg,
  'aspect-embeddings': aspectEmbeddings,
  'fact-crs': factCrs,
  mese,
  outrank,
  decor,
  'dynamic-subspaces': dynamicSubspaces,
  genecis,
  'hard-debiasing': hardDebiasing,
  'relational-similarity': relationalSimilarity,
  fanns,
  'binary-paragraph-vector': binaryParagraphVector,
  'vector-storage-compression': vectorStorageCompression,
  '2d-matryoshka': matryoshka2d,
  starbucks,
  muvera,
  ranklist,
  gssf,
  'lc-rec': lcRec,
  recgpt,
  'semantic-ids': semanticIds,
  'semantic-tree': semanticTree,
  'gmm-category-discovery': gmmCategoryDiscovery,
  'classification-by-description': classificationByDescription,
  cotrr,
  dbnorm,
  gear,
  attrseg,
  cased,
  tfup,
  'unsupervised-text-classification': unsupervisedTextClassification,
  sesa,
  headlines,
  iceberg,
  'llm-embedding-survey': llmEmbeddingSurvey,
  'pretraining-tasks': pretrainingTasks,
  recbench,
  restore,
  tdmatch,
  lightgcn,
  'a-llmrec': aLlmrec,
  fastrp,
  mmhcl,
  molar,
  ncl,
  discrec,
  prorec,
  dare,
  m2trec,
  'mqsa-ted': mqsaTed,
  qin,
  rearec,
  basic,
  'fashion-rag': fashionRag,
  alpharec,
  anncur,
  autoint,
  directau,
  e2rank,
  'mixture-of-experts': mixtureOfExperts,
  peg,
  'same-style-products': sameStyleProducts,
  'stationary-representations': stationaryRepresentations,
  stitching,
  'unisim-bench': unisimBench,
  'word-document-embeddings': wordDocumentEmbeddings,
  'word-vectors-survey': wordVectorsSurvey,
}
