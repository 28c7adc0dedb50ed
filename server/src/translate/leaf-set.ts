export { categorySet, leafSet } from '../pyre/facts/leaf-set.ts';
