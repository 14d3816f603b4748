import { isNeeded } from '../needed';
import { duplicateNameRule, undefinedNameRule } from '../../../core/rules/names';

export const undefinedName = undefinedNameRule(
  {
    title: 'A name that is defined nowhere',
    docs: 'Backends, ACLs, userlists, caches, resolvers and the like are named where they are used and must be defined somewhere in the configuration. Names that are put together at run time are left alone.',
    bad: 'frontend web\n    bind :8080\n    default_backend appp\nbackend app\n    server a 192.0.2.1:80\n',
    good: 'frontend web\n    bind :8080\n    default_backend app\nbackend app\n    server a 192.0.2.1:80\n',
  },
  isNeeded,
);

export const duplicateName = duplicateNameRule({
  title: 'A name that is defined twice',
  docs: 'Two sections of one kind, or two servers of one backend, cannot have the same name: HAProxy could not tell which one is meant.',
  bad: 'backend app\n    server a 192.0.2.1:80\n    server a 192.0.2.2:80\n',
  good: 'backend app\n    server a 192.0.2.1:80\n    server b 192.0.2.2:80\n',
});
